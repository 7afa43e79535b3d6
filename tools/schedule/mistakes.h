/* From now on a policy that breaks a rule, touches what is not its own, or does not end, is told
 * with its callback and line, and ends the program with status 2. */
#pragma once

void mistakes_expect(void);
