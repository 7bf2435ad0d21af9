/**
 * Settings: every key declared once in {@link io.borelog.journal.config.Setting}, with default, rule and sentence.
 *
 * <p>Read once, at start, by {@link io.borelog.journal.config.Settings}; nothing below a stage's context reads a file or a property.
 * An unknown key is an error that names the nearest one; a bad value is an error that names setting, rule and value found.
 */
package io.borelog.journal.config;
