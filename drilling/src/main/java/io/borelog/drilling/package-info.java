/**
 * Drilling without a drill: holes of known truth, as the sensors of a drilling unit would report them, drawn from a seed.
 *
 * <pre>
 *   torque            h                      the tip is a cone of height h: crossing an interface, the torque goes from one
 *     |        ______/|  ______              layer's level to the next along a ramp that steepens towards its end, because the outer
 *     |       /      :\ /      \             lip has the longer lever. A key point's truth is the tip's position at half height of
 *     |  ____/       : V        \            that ramp: the same shift at every interface, so differences are thicknesses.
 *     | /            :           \
 *     |/   soft      :   hard     \____
 *   --+------------- step change ----------- depth
 * </pre>
 * {@link io.borelog.drilling.Drill} draws and samples; {@link io.borelog.drilling.Conditions} says out of which ranges, those that are
 * trained on and those that are kept unseen. Pure: a seed and a number give the same hole on every machine. Used by the trainer; the load
 * tool takes its random draws from here too.
 */
package io.borelog.drilling;
