package io.lapwing.platform;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/// How someone looks at a page.
///
/// @param widthPx of the window, in CSS pixels
/// @param script whether scripts run
record Look(int widthPx, int heightPx, boolean dark, boolean script) {
    /// A window on a desk.
    static final Look WIDE = new Look(1280, 900, false, true);

    /// A telephone held upright.
    static final Look PHONE = new Look(390, 844, false, true);

    Look inTheDark() {
        return new Look(widthPx, heightPx, true, script);
    }

    Look withoutScript() {
        return new Look(widthPx, heightPx, dark, false);
    }

    /// `wide-light`: a part of a file's name.
    String word() {
        return (widthPx >= WIDE.widthPx ? "wide" : "phone") + (dark ? "-dark" : "-light");
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(widthPx, heightPx)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setJavaScriptEnabled(script)
                .setLocale("en-GB")
                .setTimezoneId("UTC");
    }
}
