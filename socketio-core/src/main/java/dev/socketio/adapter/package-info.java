/**
 * Rooms, and the SPI that carries broadcasts between servers.
 */
@NullMarked
package dev.socketio.adapter;

import org.jspecify.annotations.NullMarked;
