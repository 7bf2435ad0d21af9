/** The parts of a guest that can be tried without booting one. */
package io.borelog.tools.guest;
