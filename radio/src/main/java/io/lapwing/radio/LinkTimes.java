package io.lapwing.radio;

/// All timers of a link, from the air time of its frames.
///
/// @param turnaroundNs between two frames
/// @param slotNs after its beginning a frame was noticed by those who will notice it
/// @param owedNs after a message's end its acknowledgement goes out, if nothing carries it before
/// @param answerNs after a frame's end: by then an answer has begun and was noticed, or there is none
/// @param patienceNs after the end of a frame that was noticed and could not be read: by then its sender, who waits as long as
///     `answerNs` and maybe a slot, has begun again and was noticed
/// @param acknowledgementNs how long an acknowledgement is on the air
record LinkTimes(
        long turnaroundNs,
        long slotNs,
        long owedNs,
        long answerNs,
        long patienceNs,
        long acknowledgementNs) {
    /// What clocks and schedulers may differ by.
    private static final long MARGIN_NS = 5_000_000;

    /// Octets of the longest acknowledgement.
    private static final int ACKNOWLEDGEMENT_BYTES = LinkFrame.OVERHEAD_BYTES + 2;

    static LinkTimes of(LinkSettings settings) {
        Modulation modulation = settings.modulation();
        long noticedNs =
                settings.carrierSense()
                        ? modulation.detectionNs()
                        : modulation.airTimeNs(settings.maxFrameBytes());
        long slotNs = modulation.detectionNs() + MARGIN_NS;
        long owedNs = settings.turnaroundNs() + settings.answerAfterNs();
        long answerNs = owedNs + noticedNs + MARGIN_NS;
        return new LinkTimes(
                settings.turnaroundNs(),
                slotNs,
                owedNs,
                answerNs,
                answerNs + 2 * slotNs,
                modulation.airTimeNs(ACKNOWLEDGEMENT_BYTES));
    }
}
