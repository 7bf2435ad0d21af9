/**
 * Benches: one question each, its baseline inside. Sees every module; nobody sees it, and nothing of it is shipped.
 * Run one with {@code mvn -q -pl jmh -am package && java @ops/jvm.options -cp "jmh/target/classes:jmh/target/lib/*" org.openjdk.jmh.Main
 * -prof gc Append}.
 */
package io.borelog.jmh;
