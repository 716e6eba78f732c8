package io.lapwing.platform;

import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;

/// A QR code in characters: two modules above each other are one. It reads right on dark terminals and light ones, as it
/// draws the light modules.
final class QrText {
    /// ISO/IEC 18004 §5.3.8: four modules of quiet zone.
    private static final int QUIET = 4;

    private QrText() {}

    static List<String> lines(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean above = !code.getModule(x, y);
                boolean below = !code.getModule(x, y + 1);
                line.append(above ? (below ? '█' : '▀') : (below ? '▄' : ' '));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
