/**
 * Benches: one question each, its baseline inside, in a method whose name begins with "baseline". Sees every module; nobody sees it, and
 * nothing of it is shipped. What asks after the inside of a stage lies in that stage's package. {@code borelog bench} runs all; run one
 * with {@code mvn -q -DskipTests -pl jmh -am package && java @ops/jvm.options -cp "jmh/target/classes:jmh/target/lib/*" org.openjdk.jmh.Main
 * -prof gc Append}.
 */
package io.borelog.jmh;
