package io.lapwing.platform;

/// The main story: devices are made, join, speak and rejoin; the owner reads them and nobody else does; whoever tries
/// otherwise is refused; and all of it is in the log.
final class JoinStory implements Story {
    @Override
    public String name() {
        return "lorawan";
    }

    @Override
    public String description() {
        return "devices of LoRaWAN 1.0.3, 1.0.4 and 1.1 join, speak and rejoin; intruders are"
                + " refused";
    }

    @Override
    public void tell(Narrator narrator) {
        narrator.chapter(
                "A platform, its guests, and three devices",
                "Root keys are made in the vault; the one copy that leaves is for the station that"
                        + " puts them in.");
        try (DemoSite site = DemoSite.start();
                DemoCast cast = new DemoCast(site)) {
            new DeviceChapter(narrator, cast).tell();
            new SessionChapters(narrator, cast).tell();
            new RefusalChapter(narrator, cast).tell();
            new LogChapter(narrator, cast).tell();
        }
    }
}
