/* Reads an ELF file of the kernel's kind: 32 bits, little-endian. [ELF 1-3] */

const SYMBOL_BYTES = 16;

/* The sections of ELF, a Buffer: {name, bytes, link}, LINK being another section's number. */
function sectionsOf(elf) {
    const at = elf.readUInt32LE(32),
        [size, count, names] = [46, 48, 50].map((offset) => elf.readUInt16LE(offset));
    const all = Array.from({length: count}, (_, number) => {
        const [name, , , , offset, length, link] = Array.from({length: 7}, (_, word) =>
            elf.readUInt32LE(at + number * size + 4 * word),
        );
        return {name, bytes: elf.subarray(offset, offset + length), link};
    });
    return all.map((section) => ({...section, name: textAt(all[names].bytes, section.name)}));
}

const textAt = (bytes, offset) => bytes.toString("latin1", offset, bytes.indexOf(0, offset));

function sectionOf(elf, name) {
    const found = sectionsOf(elf).find((section) => section.name === name);
    if (!found) throw new Error(`there is no section ${name}`);
    return found;
}

/* The addresses of the symbols NAMES of ELF: {name: address}. */
export function addressesOf(elf, names) {
    const {bytes, link} = sectionOf(elf, ".symtab"),
        texts = sectionsOf(elf)[link].bytes;
    const found = {};
    for (let at = 0; at < bytes.length; at += SYMBOL_BYTES) {
        const name = textAt(texts, bytes.readUInt32LE(at));
        if (names.includes(name)) found[name] = bytes.readUInt32LE(at + 4);
    }
    for (const name of names) if (!(name in found)) throw new Error(`there is no symbol ${name}`);
    return found;
}

const ENTRY_BYTES = 28,
    NAME_BYTES = 24; // struct entry of web/lab/layout.c

/* The table of web/lab/layout.c, from its object file: {name: value}. */
export function layoutOf(elf) {
    const {bytes} = sectionOf(elf, "kernel_layout"),
        table = {};
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES)
        table[textAt(bytes, at)] = bytes.readInt32LE(at + NAME_BYTES);
    return table;
}
