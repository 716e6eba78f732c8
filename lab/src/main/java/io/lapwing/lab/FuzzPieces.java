package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;

/// An input that is several messages: before each its length in one octet, 255 for all that is left. What is cut is shorter than
/// it says.
final class FuzzPieces {
    private static final int REST = 255;

    private FuzzPieces() {}

    /// @param most no more are read
    static List<Bytes> of(Bytes input, int most) {
        List<Bytes> pieces = new ArrayList<>();
        int at = 0;
        while (at < input.length() && pieces.size() < most) {
            int left = input.length() - at - 1;
            int length = input.at(at) == REST ? left : Math.min(input.at(at), left);
            pieces.add(input.slice(at + 1, at + 1 + length));
            at += 1 + length;
        }
        return pieces;
    }

    /// An input of these messages.
    static Bytes join(Bytes... pieces) {
        Bytes all = Bytes.EMPTY;
        for (int i = 0; i < pieces.length; i++) {
            boolean last = i == pieces.length - 1 && pieces[i].length() >= REST;
            all = Bytes.concat(all, Bytes.of(last ? REST : pieces[i].length()), pieces[i]);
        }
        return all;
    }
}
