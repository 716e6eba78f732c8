package io.lapwing.platform;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Deque's axe: which rules of accessibility a page breaks.
///
/// @param script its source
record Axe(String script) {
    /// The rules of WCAG 2.2 at levels A and AA, as axe tags them.
    private static final String TAGS = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']";

    private static final String RUN =
            """
            async colours => {
              const result = await axe.run(document, {
                runOnly: colours ? {type: 'rule', values: ['color-contrast']} : {type: 'tag', values: %s},
                rules: {'target-size': {enabled: !colours}},
                resultTypes: ['violations'],
              });
              return result.violations.flatMap(violation => violation.nodes.map(node =>
                violation.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 200) + ' '
                  + node.failureSummary));
            }
            """
                    .formatted(TAGS);

    static Axe load() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new AssertionError("no axe.min.js on the class path");
            }
            return new Axe(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The violations of a page: the rule, the element, what would mend it. The debugger hands the script in, so that the
    /// page's content security policy stays as it is.
    List<String> violations(Page page) {
        return broken(page, false);
    }

    /// Of the violations those of contrast: all that another choice of colours can bring.
    List<String> paleTexts(Page page) {
        return broken(page, true);
    }

    private List<String> broken(Page page, boolean colours) {
        page.evaluate(script);
        if (page.evaluate(RUN, colours) instanceof List<?> found) {
            return found.stream().map(String::valueOf).toList();
        }
        throw new AssertionError("axe gave no list");
    }
}
