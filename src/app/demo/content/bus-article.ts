export const BUS_ARTICLE = `Since Monday there has been no timetable at Tanner's Row. In its frame hangs a screen the size of a tea tray, and on the screen, where it used to say 7:42, it says **83 %**.

That is not a discount. It is how sure Tidewater Buses is that the number 9 will come within five minutes of when it always came. By the time I had read the explanation underneath it was 79 %, it had begun to rain, and a man with a cello was looking at me as though I had done it.

## A promise and a forecast

A timetable, says Priya Nandakumar, who runs the project for Tidewater, was always a forecast. "We merely printed it in a typeface that sounded certain." The new screens take their figures from [Meridian Forecasting](https://example.org/meridian), whose model reads nine years of journeys, the tide, the school calendar, and whether Port Ellery Athletic are at home. Passengers, she says, are being treated as adults.

The passengers I asked had views on being treated as adults before eight in the morning.

> I don't want to know how likely it is. I want to know whether to run.
>
> — *Odile, 71, at the stop with two bags*

## What a week of standing about shows

The Almanac sent three people to stand at three stops with notebooks. We wrote down what the screen said ten minutes ahead, and then what happened.

| The screen said | Times it said so | The bus came | It should have come |
|:----------------|-----------------:|-------------:|--------------------:|
| 90 % or more    |               64 |           60 |                  60 |
| 70 to 89 %      |               88 |           71 |                  70 |
| 50 to 69 %      |               41 |           22 |                  25 |
| under 50 %      |               19 |            4 |                   6 |

This is, and I have asked two people who would know, *very good*. When the screen says eight in ten, the bus comes eight times in ten. Most of us cannot say as much of our brothers.

And yet on Thursday, at 79 %, eleven grown people stood in the rain and hated a true number.

## The eleventh person

The eleventh was me, and I have been trying to work out why. I think it is this. When the old timetable was wrong, Tidewater had let us down. When the screen is wrong it was, by its own account, one of the times it was going to be wrong. Nobody has broken a promise, since nobody made one. You cannot even be cross properly.

Ms Nandakumar has heard this before. A line in small type is to be added in the spring: *If the chance falls under 50 %, we send a taxi.* It would cost, by her own model, about £41 a day.

So there will be a promise after all. It took the mathematics to find out how small it needed to be.

*What would you want on the screen? The discussion is open below. The author reads it, generally on the 9.*
`;
