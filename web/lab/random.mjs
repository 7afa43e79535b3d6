/* Numbers that look like chance and are the same for the same seed: the kernel's generator
 * (lib/random.h), xorshift with 32 bits of state. [Marsaglia, Xorshift RNGs, 2003] */

export class Random {
    /** @param {number} seed 0 to 2^32 - 1 */
    constructor(seed) {
        this.state = (Math.imul(seed, 2654435761) + 1) >>> 0 || 1;
    }

    /** @returns {number} 1 to 2^32 - 1 */
    next() {
        let x = this.state;
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        this.state = x >>> 0;
        return this.state;
    }

    /** @param {number} first
     * @param {number} last
     * @returns {number} a whole number from FIRST to LAST */
    between(first, last) {
        return first + Math.floor((this.next() / 2 ** 32) * (last - first + 1));
    }
}
