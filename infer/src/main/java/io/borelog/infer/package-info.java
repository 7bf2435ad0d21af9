/**
 * From the curves of one hole to the depths at which the drill entered, crossed and left the material.
 * {@link io.borelog.infer.Estimator} is the seam: curves in, {@link io.borelog.infer.KeyPoints} out, one hole at a time, no
 * journal and no clock behind it. Estimators live in rooms of their own; each names what it does not know by a
 * {@link io.borelog.infer.Status} and its sentence instead of a number.
 */
package io.borelog.infer;
