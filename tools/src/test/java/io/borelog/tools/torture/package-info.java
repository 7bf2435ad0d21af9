/** The breaking commands as tests: real processes, real kills, real power cuts where the machine allows them, real failing forces. */
package io.borelog.tools.torture;
