/**
 * Which model answers. A model is a folder that is brought ({@link io.borelog.journal.model.ModelFolder}), kept under its hash
 * ({@link io.borelog.journal.model.ModelStore}) and named by CONFIG records ({@link io.borelog.journal.model.ModelPlan}); nobody in here
 * knows what is inside it. Whoever must know whether a model is good asks {@link io.borelog.journal.model.ModelLoader}.
 */
package io.borelog.journal.model;
