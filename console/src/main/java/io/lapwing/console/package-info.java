/// The console: pages for operators and owners, and the API beside them.
///
/// It knows neither devices nor vaults: what it shows and does comes through the desks, narrow interfaces whose methods
/// take the [io.lapwing.service.people.Principal] first and refuse what that principal may not do.
@NullMarked
package io.lapwing.console;

import org.jspecify.annotations.NullMarked;
