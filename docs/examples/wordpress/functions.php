<?php
/*
 * The discussion of a post below its text, for the functions.php of a theme. In wp-config.php:
 *
 *     define('COLLOQUY_SERVICE', 'https://talk.example.org');
 *     define('COLLOQUY_SECRET', '…'); // if readers who are signed in write under their names: the AUTH_SECRET of the service
 *
 * Turn off WordPress's own comments in Settings, Discussion.
 */

// After 10, at which WordPress makes paragraphs of what it finds.
add_filter('the_content', function (string $content): string {
    return is_singular('post') && in_the_loop() && is_main_query() ? $content . colloquy_discussion() : $content;
}, 20);

/** The element. Its permalink names the discussion, whatever address the page was read at. */
function colloquy_discussion(): string
{
    $element = sprintf(
        '<colloquy-discussion url="%s" page-title="%s" lang="%s"></colloquy-discussion>',
        esc_url(get_permalink()),
        esc_attr(wp_strip_all_tags(get_the_title())),
        esc_attr(get_bloginfo('language')),
    );
    $script = wp_get_script_tag(['type' => 'module', 'src' => COLLOQUY_SERVICE . '/embed.js']);
    if (!defined('COLLOQUY_SECRET') || !is_user_logged_in()) {
        return $element . $script;
    }
    $token = wp_json_encode(colloquy_token(wp_get_current_user()));
    $sign_in = "document.querySelector('colloquy-discussion').token = {$token};";
    return $element . $script . wp_get_inline_script_tag($sign_in, ['type' => 'module']);
}

/** What the service believes about a reader, for half a day, which is as long as WordPress believes a form. */
function colloquy_token(WP_User $user): string
{
    $claims = [
        'sub' => (string) $user->ID,
        'name' => $user->display_name,
        'handle' => $user->user_nicename,
        'role' => user_can($user, 'moderate_comments') ? 'MODERATOR' : 'READER',
        'exp' => time() + 12 * HOUR_IN_SECONDS,
    ];
    $encode = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $signed = $encode('{"alg":"HS256","typ":"JWT"}') . '.' . $encode(wp_json_encode($claims));
    return $signed . '.' . $encode(hash_hmac('sha256', $signed, COLLOQUY_SECRET, true));
}
