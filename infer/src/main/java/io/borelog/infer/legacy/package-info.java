/**
 * The legacy system's way from a hole to its key points, for people who own weights of it: entry and transition by rules, the exit from a
 * PatchTSMixer network over 40 windows around the highest torque. Kept as it was, mistakes included, because results are compared with
 * years of its results: after a slow feed the transition may be read off the ramp of the entry, and on long plateaus the exit lies beyond
 * every window. What cannot be kept: its scaling was fitted on a reference table that is lost, see {@link io.borelog.infer.legacy.Windows}.
 * {@link io.borelog.infer.legacy.LegacyRecipe} puts the three together. Never the default.
 */
package io.borelog.infer.legacy;
