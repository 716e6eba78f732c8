package io.lapwing.platform;

import io.lapwing.trust.Profile;

/// The story of a trusted environment: a Central Entity and three nodes, each with a TPM of its own, over a simulated LoRa
/// radio.
///
/// @param profile which protocol they speak; the insecure one is told with the attacks on it
/// @param album where the procedures are kept for pictures
record TrustStory(Profile profile, TrustSetup setup, TrustAlbum album) implements Story {
    static final int FACTOR = 7;

    /// The one that is told when nothing else is asked for.
    static TrustStory ofTheProduct() {
        return new TrustStory(
                Profile.LAPWING,
                TrustSetup.of(FACTOR, 0, 1, TrustChipTimes.MEASURED),
                new TrustAlbum());
    }

    @Override
    public String name() {
        return "trust";
    }

    @Override
    public String description() {
        return "nodes with TPMs join by their labels and share keys over LoRa; intruders are refused";
    }

    @Override
    public void tell(Narrator narrator) {
        try (TrustChips chips = new SwtpmChips()) {
            tell(narrator, chips);
        }
    }

    /// Tells it with other chips.
    void tell(Narrator narrator, TrustChips chips) {
        var scene = new TrustScene(narrator, album, setup, chips);
        switch (profile) {
            case LAPWING -> lapwing(scene);
            case TIES_2024 -> ties(scene);
        }
    }

    private static void lapwing(TrustScene scene) {
        try (LapwingNetwork network = new LapwingNetwork(scene.setup(), scene.chips())) {
            new TrustJoinChapter(scene, network).tell();
            new TrustKeyChapter(scene, network).tell();
            new TrustRefusalChapter(scene, network).tell();
        }
    }

    private static void ties(TrustScene scene) {
        try (TiesNetwork network = new TiesNetwork(scene.setup(), scene.chips())) {
            new TiesChapter(scene, network).tell();
            new TiesAttackChapter(scene, network).tell();
        }
    }
}
