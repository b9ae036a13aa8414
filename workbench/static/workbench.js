// Behaviour shared by the screens; every request carries the token of the page.
"use strict";
