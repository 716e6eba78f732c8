package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The procedures of a story, to be drawn.
final class TrustAlbum {
    private final List<Picture> pictures = new ArrayList<>();

    /// A procedure under its name.
    ///
    /// @param file its picture's name without ending: `trust-join`
    record Picture(String file, String title, TrustProcedure procedure) {}

    /// Keeps a procedure.
    TrustProcedure keep(String file, String title, TrustProcedure procedure) {
        pictures.add(new Picture(file, title, procedure));
        return procedure;
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    /// Writes all pictures into a folder.
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Picture picture : pictures) {
                Files.writeString(
                        folder.resolve(picture.file() + ".svg"),
                        SequenceChart.svg(picture.title(), picture.procedure()));
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot write into " + folder, e);
        }
    }
}
