/** The network of the depth model, described once and read by whoever trains, counts or writes it. */
package io.borelog.trainer.network;
