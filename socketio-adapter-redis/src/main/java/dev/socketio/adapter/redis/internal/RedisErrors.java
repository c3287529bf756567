package dev.socketio.adapter.redis.internal;

import java.util.List;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart the errors that Redis replies with, by their prefix.
 *
 * @since 0.1.0
 */
public final class RedisErrors {

	/** Replies of a cluster that changes, and of a node that loads its data. */
	private static final List<String> ELSEWHERE = List.of("MOVED ", "ASK ", "CLUSTERDOWN", "TRYAGAIN", "UNBLOCKED ",
			"LOADING ");

	/**
	 * Replies of a Redis that is out of memory, cannot save, runs a script, is or was a
	 * replica, or has too few replicas.
	 */
	private static final List<String> TEMPORARY = List.of("OOM ", "MISCONF ", "BUSY ", "READONLY ", "MASTERDOWN ",
			"NOREPLICAS ");

	private RedisErrors() {
	}

	/**
	 * Return whether the same command can succeed later, possibly at another node.
	 * @param error the error of a command
	 * @return {@code true} for errors that pass
	 */
	public static boolean isTemporary(Throwable error) {
		return isElsewhere(error) || startsWith(error, TEMPORARY);
	}

	/**
	 * Return whether a cluster is changing, or a node has just been started.
	 * @param error the error of a command
	 * @return {@code true} for errors that are part of normal operation
	 */
	public static boolean isElsewhere(Throwable error) {
		return startsWith(error, ELSEWHERE);
	}

	/**
	 * Return whether a key holds a value of another type.
	 * @param error the error of a command, {@code null} if there was none
	 * @return {@code true} for {@code WRONGTYPE}
	 */
	public static boolean isWrongType(@Nullable Throwable error) {
		return error != null && startsWith(error, List.of("WRONGTYPE "));
	}

	private static boolean startsWith(Throwable error, List<String> codes) {
		String message = (error instanceof RedisCommandExecutionException) ? String.valueOf(error.getMessage()) : "";
		return codes.stream().anyMatch(message::startsWith);
	}

}
