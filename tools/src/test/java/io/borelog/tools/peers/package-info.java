/** What is read of the load generator, what is made of it, and one short run as people make it. */
package io.borelog.tools.peers;
