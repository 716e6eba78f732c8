package io.lapwing.platform;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with how a page is built that axe does not look for.
final class Layout {
    /// Elements that stick out of the window to the right, of which none scrolls by itself.
    private static final String OVERFLOW =
            """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              const scrolls = e => e && (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
              return [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
                .slice(0, 5).map(e => e.outerHTML.slice(0, 160));
            }
            """;

    private static final String BY_ITSELF =
            "() => document.querySelectorAll('[style], style, script:not([src])').length";

    private Layout() {}

    static List<String> problems(Page page) {
        List<String> problems = new ArrayList<>();
        if (page.evaluate(OVERFLOW) instanceof List<?> wide) {
            wide.forEach(element -> problems.add("wider than the window: " + element));
        }
        if (page.locator("h1").count() != 1) {
            problems.add("headings of level 1: " + page.locator("h1").count() + ", want 1");
        }
        if (page.locator("main").count() != 1) {
            problems.add("main landmarks: " + page.locator("main").count() + ", want 1");
        }
        if (!Integer.valueOf(0).equals(page.evaluate(BY_ITSELF))) {
            problems.add("scripts or styles within the page");
        }
        return problems;
    }
}
