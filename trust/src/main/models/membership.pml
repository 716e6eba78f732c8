/* Who is trusted, over time: the device list, a ticket held back, and the key of a group, against a network that keeps and
 * replays everything. The CE revokes A while B is in the group and may be out of reach.
 *
 * -DTIES        the flow of 2024 as printed; without it, profile lapwing
 * -DPROPERTY=n  1 B never goes back to an older list
 *               2 B takes no ticket of A once it has the list without A
 *               3 B encrypts nothing for the group under a key that A holds, once it has the list without A
 *               4 B takes no group key that A holds, once it has the list without A
 *               0 all of them
 * -DREACH       B and the CE come to share a group key that A does not hold: must be found possible */
#ifndef PROPERTY
#define PROPERTY 0
#endif
#define CHECK(n, claim) assert((PROPERTY != 0 && PROPERTY != n) || (claim))
#define EPOCHS 4

byte epoch = 1;             /* the CE's */
bool revoked;               /* A is */
bool lists[EPOCHS];         /* published; the list of an epoch is one, since it is signed or encrypted whole */
bool without[EPOCHS];       /* the list of this epoch has no A */
bool tickets[EPOCHS];       /* made for A at this epoch */
bool groupKeys[EPOCHS];     /* the group's key of this epoch, sealed to B */
bool heldByA[EPOCHS];
byte asked;                 /* the epoch at which B's request for a group key is outstanding (lapwing) */
bool answered[EPOCHS];      /* to that request */

byte listOfB;
bool cutOff;                /* B has had the list without A */
byte keyOfB;
bool success;

proctype CentralEntity() {
  atomic { lists[1] = true; groupKeys[1] = true; heldByA[1] = true };
  do
  :: atomic { !revoked && !tickets[epoch] -> tickets[epoch] = true }     /* A asks while it is trusted */
  :: atomic { epoch < 3 && !revoked && epoch == 1 -> /* another node joins: a list more, nobody leaves */
       epoch++; lists[epoch] = true; groupKeys[epoch] = true; heldByA[epoch] = true }
  :: atomic { !revoked && epoch < 3 ->
       revoked = true;
       epoch++;
       lists[epoch] = true;
       without[epoch] = true;
#ifdef TIES
       groupKeys[epoch] = false                       /* one key for many nodes, and no other when one leaves */
#else
       groupKeys[epoch] = true
#endif
     }
#ifndef TIES
  :: atomic { asked == epoch && asked != 0 && !answered[epoch] -> answered[epoch] = true }
#endif
  od
}

#ifdef TIES
#define LIST(e) \
  :: atomic { lists[e] && listOfB != e -> \
       CHECK(1, e > listOfB); \
       listOfB = e; cutOff = cutOff || without[e] }
#define TICKET(e) :: atomic { tickets[e] -> CHECK(2, !cutOff) }
#define KEY(e) \
  :: atomic { groupKeys[e] && keyOfB != e -> CHECK(4, !(cutOff && heldByA[e])); keyOfB = e }
#else
#define LIST(e) \
  :: atomic { lists[e] && e > listOfB -> \
       CHECK(1, e > listOfB); \
       listOfB = e; asked = 0; cutOff = cutOff || without[e] }
#define TICKET(e) \
  :: atomic { tickets[e] && e >= listOfB && !(e == listOfB && without[e]) -> CHECK(2, !cutOff) }
#define KEY(e) \
  :: atomic { answered[e] && asked == e && keyOfB < e -> \
       CHECK(4, !(cutOff && heldByA[e])); \
       keyOfB = e; asked = 0; success = success || (cutOff && !heldByA[e]) }
#endif

proctype NodeB() {
  do
  LIST(1) LIST(2) LIST(3)
  TICKET(1) TICKET(2) TICKET(3)
  KEY(1) KEY(2) KEY(3)
#ifdef TIES
  :: atomic { keyOfB != 0 -> CHECK(3, !(cutOff && heldByA[keyOfB])); success = true }
#else
  :: atomic { listOfB != 0 && keyOfB < listOfB && asked == 0 -> asked = listOfB }
  :: atomic { keyOfB != 0 && keyOfB == listOfB -> CHECK(3, !(cutOff && heldByA[keyOfB])) }
#endif
  od
}

init {
  atomic { run CentralEntity(); run NodeB() }
}

#ifdef REACH
active proctype Reach() {
  success -> assert(false)
}
#endif
