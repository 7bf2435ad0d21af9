/**
 * The whole program as its users meet it: packaged jars, real processes, real MQTT clients, real files.
 * Failsafe runs these after packaging. Nothing here looks into a stage: what is checked went over a socket, a pipe or a reading command.
 */
package io.borelog.tools.e2e;
