<?php
// As much of WordPress as its example calls: one post, read by whoever READER names.

const HOUR_IN_SECONDS = 3600;
define('COLLOQUY_SERVICE', getenv('SERVICE'));
if (getenv('SECRET') !== false) define('COLLOQUY_SECRET', getenv('SECRET'));

final class WP_User
{
    public int $ID = 7;
    public string $user_nicename = 'ada-of-wordpress';
    public function __construct(public string $display_name) {}
}

$filters = [];
function add_filter(string $name, callable $filter, int $priority = 10): void { $GLOBALS['filters'][$name][$priority][] = $filter; }
function is_singular(string $type): bool { return $type === 'post'; }
function in_the_loop(): bool { return true; }
function is_main_query(): bool { return true; }
function get_permalink(): string { return getenv('PERMALINK'); }
function get_the_title(): string { return 'Bread &amp; <em>“butter”</em>'; }
function get_bloginfo(string $show): string { return $show === 'language' ? 'de-DE' : ''; }
function wp_strip_all_tags(string $text): string { return trim(strip_tags($text)); }
function esc_url(string $url): string { return htmlspecialchars($url, ENT_QUOTES); }
function esc_attr(string $text): string { return htmlspecialchars($text, ENT_QUOTES, 'UTF-8', false); }
function wp_json_encode(mixed $value): string { return json_encode($value); }
function is_user_logged_in(): bool { return getenv('READER') !== false; }
function wp_get_current_user(): WP_User { return new WP_User(getenv('READER')); }
function user_can(WP_User $user, string $capability): bool { return false; }
function attributes(array $attributes): string { return implode('', array_map(fn ($name, $value) => " $name=\"" . esc_attr($value) . '"', array_keys($attributes), $attributes)); }
function wp_get_script_tag(array $attributes): string { return '<script' . attributes($attributes) . '></script>'; }
function wp_get_inline_script_tag(string $script, array $attributes): string { return '<script' . attributes($attributes) . ">$script</script>"; }

require getenv('THEME');

$content = '<p>The text of the post.</p>';
ksort($filters['the_content']);
foreach (array_merge(...$filters['the_content']) as $filter) $content = $filter($content);
echo '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Bread – A site</title><main>', $content, '</main>';
