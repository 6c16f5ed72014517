#ifndef CJOURNAL_H
#define CJOURNAL_H
#endif
