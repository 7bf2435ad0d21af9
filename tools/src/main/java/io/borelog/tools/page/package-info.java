/** Pages that need nothing from elsewhere: figures in tables, plots as SVG inside, no script. Knows nothing of what it shows. */
package io.borelog.tools.page;
