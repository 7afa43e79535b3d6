/* The text screen: 80 by 25 cells of memory, and a cursor set through the CRT controller.
 * [IBM VGA, CRT controller registers 0Eh and 0Fh] */
#include "arch/x86/instructions.h"
#include "arch/x86/screen.h"
#include "arch/x86/x86.h"
#include "kernel/arch.h"

enum {
    CELLS = 0xB8000,
    COLUMNS = 80,
    ROWS = 25,
    HISTORY_ROWS = 200, /* that can be scrolled back to */
    CRT_INDEX = 0x3D4,
    CRT_DATA = 0x3D5,
    CURSOR_HIGH = 0x0E,
    CURSOR_LOW = 0x0F,
};

static struct screen screen;

void vga_init(void)
{
    screen_init(&screen, (uint16_t *)(KERNEL_BASE + CELLS), COLUMNS, ROWS);
}

void vga_keep_rows(void)
{
    uint32_t rows = HISTORY_ROWS + ROWS;
    screen_keep(&screen, frame_boot_allocate(rows * COLUMNS * sizeof(uint16_t)), rows);
}

/* Who looks back sees the cursor with its row, or not at all if that is below. */
static void move_cursor(void)
{
    uint32_t position = (screen.row + screen.back) * COLUMNS + screen.column;
    outb(CRT_INDEX, CURSOR_HIGH);
    outb(CRT_DATA, (uint8_t)(position >> 8));
    outb(CRT_INDEX, CURSOR_LOW);
    outb(CRT_DATA, (uint8_t)position);
}

void vga_write(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        screen_put(&screen, text[i]);
    move_cursor();
}

/* A page leaves one row of the last one in sight. */
void vga_scroll(int pages)
{
    int back = pages == 0 ? 0 : (int)screen.back + pages * (ROWS - 1);
    screen_look_back(&screen, back > 0 ? (uint32_t)back : 0);
    move_cursor();
}
