package io.lapwing.service.people;

import io.nayuki.qrcodegen.QrCode;

/// A QR code as an SVG picture without style or script: one path on a white square.
final class QrPicture {
    /// ISO/IEC 18004 §5.3.8: four modules of quiet zone.
    private static final int QUIET = 4;

    private QrPicture() {}

    static String svg(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int side = code.size + 2 * QUIET;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append("M%d,%dh1v1h-1z".formatted(x + QUIET, y + QUIET));
                }
            }
        }
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-label=\"QR code\" shape-rendering=\"crispEdges\">"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
                        + "<path d=\"%s\" fill=\"#000\"/></svg>")
                .formatted(side, side, side, side, path);
    }
}
