/** Benches of what is seen in this package only. */
package io.borelog.infer;
