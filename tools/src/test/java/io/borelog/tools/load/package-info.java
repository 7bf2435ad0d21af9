/** What is told of a hole on its way. */
package io.borelog.tools.load;
