package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.console.SessionView;
import io.lapwing.service.people.Principal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin device sessions`.
@Command(
        name = "sessions",
        description = "List the last sessions of a device, newest first, without keys.",
        footer = {"", "@|bold Example|@", "  lapwing admin device sessions 70B3D57ED0000001"})
final class DeviceSessionsTask extends DeskTask {
    @Parameters(index = "0", paramLabel = "DEVEUI", description = "16 hexadecimal digits.")
    private String devEui = "";

    DeviceSessionsTask(Context context) {
        super(context);
    }

    /// What is answered.
    record Listed(List<SessionView> sessions) {}

    @Override
    ExitCode run(Desks desks, Principal who) {
        List<SessionView> sessions = desks.devices().sessions(who, devEui);
        return answer(new Listed(sessions), terminal -> terminal.table(table(sessions)));
    }

    private static TextTable table(List<SessionView> sessions) {
        TextTable table = new TextTable("session", "kind", "NetID", "nonce", "JoinNonce");
        for (SessionView session : sessions) {
            table.row(
                    session.id(),
                    session.kind(),
                    session.netId(),
                    session.nonce(),
                    session.joinNonce());
        }
        return table;
    }
}
