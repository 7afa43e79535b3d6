/* true: succeeds.
 *
 * usage: true */

int main(void)
{
    return 0;
}
