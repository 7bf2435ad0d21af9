/**
 * How much one host carries ({@code borelog capacity}): the sizing formula, service times that running stages say of themselves, and where
 * one host ends. Reads stage files from outside and is otherwise arithmetic; the command's thread.
 */
package io.borelog.tools.capacity;
