// What ChibiOS' board files for the Discovery set otherwise than the board wants.
#ifndef BOARD_PINS_H
#define BOARD_PINS_H

// First thing in main, of both images.
void BoardPins_Correct(void);

#endif
