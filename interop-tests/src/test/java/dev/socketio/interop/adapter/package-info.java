/**
 * One suite for all adapters, and the adapter that the guide shows as an example.
 */
@NullMarked
package dev.socketio.interop.adapter;

import org.jspecify.annotations.NullMarked;
