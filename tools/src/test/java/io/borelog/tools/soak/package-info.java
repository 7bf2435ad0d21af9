/** One short hour, and which hours are not flat. */
package io.borelog.tools.soak;
