/// People: who they are, how they prove it, and what they may do.
///
/// A [io.lapwing.service.people.Principal] is someone who has proved who he is; it carries grants, each a
/// [io.lapwing.service.people.Role] within a [io.lapwing.service.people.Scope]. What no grant allows is refused.
@NullMarked
package io.lapwing.service.people;

import org.jspecify.annotations.NullMarked;
