/**
 * Two sets of estimates of the same holes, side by side: what a model in shadow, or a replay with another model, would have changed.
 * Reads ESTIMATE records from tailers that it is given; knows no data directory and no command.
 */
package io.borelog.tools.compare;
