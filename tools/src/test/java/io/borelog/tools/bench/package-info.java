/** One short run as people make it, and what is read back from files. */
package io.borelog.tools.bench;
