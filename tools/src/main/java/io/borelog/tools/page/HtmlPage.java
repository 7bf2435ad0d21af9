package io.borelog.tools.page;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One page while it is written: headings, tables, plots. Escapes what it is given. One thread. */
public final class HtmlPage {
    private static final Logger LOGGER = LoggerFactory.getLogger(HtmlPage.class);
    private static final String STYLE = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        table { border-collapse: collapse; } th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
        th { font-weight: 600; } th:first-child, td:first-child { text-align: left; }
        img { max-width: 100%; } p.none { color: #777; }
        """;

    private final StringBuilder html = new StringBuilder(1 << 16);

    public HtmlPage(final String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").append(escape(title))
            .append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<h1>").append(escape(title)).append("</h1>\n");
    }

    public void heading(final String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    public void paragraph(final String text) {
        html.append("<p>").append(escape(text)).append("</p>\n");
    }

    /** What there is not. */
    public void none(final String text) {
        html.append("<p class=\"none\">").append(escape(text)).append("</p>\n");
    }

    /** @param head empty for none */
    public void table(final List<String> head, final List<List<String>> rows) {
        html.append("<table>\n");
        if (!head.isEmpty()) {
            row("th", head);
        }
        rows.forEach(row -> row("td", row));
        html.append("</table>\n");
    }

    /** A table that is folded away. */
    public void details(final String summary, final List<String> head, final List<List<String>> rows) {
        html.append("<details><summary>").append(escape(summary)).append("</summary>\n");
        table(head, rows);
        html.append("</details>\n");
    }

    /** @param address of {@link SvgPlot}, asked here because it needs fonts */
    public void plot(final String name, final String caption, final Supplier<String> address) {
        try {
            final String drawn = address.get();
            html.append("<img alt=\"").append(escape(name)).append("\" src=\"").append(drawn).append("\">\n");
            paragraph(caption);
        } catch (final NoClassDefFoundError | UnsatisfiedLinkError | InternalError ex) { // no fonts: the figures are there all the same
            LOGGER.warn("no plots, this Java has no fonts: {}", ex.toString());
            none("Not drawn: the Java that wrote this page has no fonts.");
        }
    }

    private void row(final String tag, final List<String> cells) {
        html.append("<tr>");
        cells.forEach(cell -> html.append('<').append(tag).append('>').append(escape(cell)).append("</").append(tag).append('>'));
        html.append("</tr>\n");
    }

    /** @return the page; nothing is added after. */
    public String end() {
        return html.append("</body>\n</html>\n").toString();
    }

    /** Names of tools are what somebody has published under. */
    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
