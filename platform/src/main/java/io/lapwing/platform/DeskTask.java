package io.lapwing.platform;

import io.lapwing.console.Desks;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;

/// A command that asks where the console's pages ask, as the local administrator.
abstract class DeskTask extends AdminTask {
    DeskTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        return run(new PeopleRooms(platform).desks(), Principal.local(actor.name()));
    }

    abstract ExitCode run(Desks desks, Principal who);
}
