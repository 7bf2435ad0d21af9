/**
 * The deterministic estimator: depths from the shape of the torque curve alone, no model and nothing learned.
 * <pre>
 *  net torque                    ______________
 *      A                        /|  hard layer |\
 *                              / |             | \
 *                             /  x transition  x  \        exit
 *       soft layer       ____/                     \
 *         _____________/  |                         \                     / countersink or stop:
 *        x entry       step change: retract,         \___________________/  a rise without a fall,
 *  _____/              air, load again: bridged                             never a layer
 *  ------------------------------------------------------------------------------------- depth mm
 * </pre>
 * {@link io.borelog.infer.edge.TorqueProfile} turns time into depth: a grid over the deepest point reached, so pecks and
 * back-offs vanish; {@link io.borelog.infer.edge.Reengagement} bridges the air after them.
 * {@link io.borelog.infer.edge.MainLoad} and {@link io.borelog.infer.edge.FirstLayer} find the plateaus and the half heights
 * between them; {@link io.borelog.infer.edge.Steepest} moves each to the steepest place at the cone's scale of 1 mm.
 * Program steps only tell where to bridge. What the profile does not show is a status, not a number: an exit needs 1.2 mm of
 * record behind its half height, a layer a plateau, an entry the idle before it.
 * <p>
 * On holes with known surfaces 99 % of key points are within 0.15 mm; a full retract in the middle of a ramp can cost 0.6 mm.
 * Where a ramp is not straight the steepest place lies up to 0.4 mm past its half height, so the two readings must not be mixed.
 */
package io.borelog.infer.edge;
