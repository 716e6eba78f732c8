package io.lapwing.platform;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.Optional;

/// Pictures of pages, for those who ask for them: `./lapwing test --screenshots`.
///
/// @param folder where to; none: no pictures
record Pictures(Optional<Path> folder) {
    private static final String ASKED_FOR = "lapwing.screenshots";

    static Pictures asked() {
        return new Pictures(Optional.ofNullable(System.getProperty(ASKED_FOR)).map(Path::of));
    }

    /// Takes one of the whole page: `overview-wide-light.png`.
    void take(Page page, String name, Look look) {
        folder.ifPresent(to -> {
            byte[] _ =
                    page.screenshot(
                            new Page.ScreenshotOptions()
                                    .setFullPage(true)
                                    .setAnimations(ScreenshotAnimations.DISABLED)
                                    .setPath(to.resolve(name + "-" + look.word() + ".png")));
        });
    }
}
