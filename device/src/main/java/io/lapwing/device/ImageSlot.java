package io.lapwing.device;

import java.util.Locale;

/// One of the two places for an image: one holds what runs, the other takes what comes.
public enum ImageSlot {
    A,
    B;

    public ImageSlot other() {
        return this == A ? B : A;
    }

    String manifestFile() {
        return name().toLowerCase(Locale.ROOT) + ".suit";
    }

    String imageFile() {
        return name().toLowerCase(Locale.ROOT) + ".image";
    }
}
