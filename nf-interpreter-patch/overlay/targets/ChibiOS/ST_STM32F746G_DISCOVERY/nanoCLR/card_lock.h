// Connecting and disconnecting the card: upstream's card thread and the classifier's calls do both, one at a time. The linker
// gives every call of sdcConnect and sdcDisconnect to card_lock.c (--wrap in CMakeLists.txt).
#ifndef CARD_LOCK_H
#define CARD_LOCK_H

// Holds the other thread off over more than one call.
void CardLock_Take(void);
void CardLock_Give(void);

#endif
