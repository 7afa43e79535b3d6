/* big: a program whose text has 4 MiB. It does nothing. */
__asm__(".section .text.big; .fill 4 << 20, 1, 0x90; .text");

int main(void)
{
    return 0;
}
