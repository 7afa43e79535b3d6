// @ts-check
/* Instructions that take the guest a millisecond. At fewer the kernel's own work, and the
 * millisecond in which v86 looks for interrupts, take too large a part of a tick. */
export const RATE = 100_000;
