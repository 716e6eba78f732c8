package io.lapwing.platform;

/// The story of one hardened device: what it starts, who has its keys, what happens when somebody is at it, and how the platform
/// stops trusting it.
///
/// @param seed of the sensors' traces and of the firmware's octets
/// @param cards with the IoT SAFE applet
/// @param measures where what it measures is kept
record DeviceStory(long seed, CardSource cards, DeviceMeasures measures) implements Story {
    static final long SEED = 1;

    /// The one that is told when nothing else is asked for.
    static DeviceStory ofTheProduct(CardSource cards) {
        return new DeviceStory(SEED, cards, new DeviceMeasures());
    }

    @Override
    public String name() {
        return "device";
    }

    @Override
    public String description() {
        return "a device boots, keeps its keys in a core, a card and a zone, and is tampered with";
    }

    @Override
    public void tell(Narrator narrator) {
        try (DeviceProcesses processes = DeviceProcesses.of(DeviceUsers.here());
                DemoSite site = DemoSite.start();
                DemoCast cast = new DemoCast(site)) {
            cast.welcome();
            var scene = new DeviceScene(narrator, cast, processes, cards, seed, measures);
            var firmware = new DemoFirmware(processes.room(DeviceUser.CORE), seed);
            new BootChapter(scene, firmware).tell();
            new CoreChapter(scene).tell();
            new CardChapter(scene).tell();
            new ZoneChapter(scene).tell();
            new TamperChapter(scene, firmware).tell();
        }
    }
}
