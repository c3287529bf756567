package dev.socketio.docs.listeners;

/**
 * There is not enough of an article.
 */
class SoldOutException extends RuntimeException {

	private final String article;

	SoldOutException(String article) {
		super("Not enough of " + article);
		this.article = article;
	}

	String article() {
		return this.article;
	}

}
